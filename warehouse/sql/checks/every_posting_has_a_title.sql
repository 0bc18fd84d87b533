-- A posting without a title cannot be shown or linked.
select posting_id, source, native_id from posting where coalesce(title, '') = '';
