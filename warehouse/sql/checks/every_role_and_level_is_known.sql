-- Roles and levels are closed lists.
select posting_id, role, level from posting
where (role <> 'unknown' and role not in (select role from role))
    or level not in ('intern', 'entry', 'mid', 'senior', 'lead', 'manager', 'executive', 'unknown');
