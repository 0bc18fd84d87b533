-- What changed when a posting's content changed, and whether it was only text that the employer changed on most of its
-- postings at once (its own portrait, a legal notice): such a change says nothing about the role.
create or replace table posting_change as
with step as (
    select
        posting_id,
        version_hash,
        first_seen as changed_at,
        lag(version_hash) over (partition by posting_id order by first_seen, version_hash) as earlier_hash
    from store.posting_version
    where posting_id in (select posting_id from store.posting_version group by posting_id having count(*) > 1)
    qualify earlier_hash is not null
),
pair as (
    select
        step.posting_id,
        seen.source,
        step.version_hash,
        step.earlier_hash,
        step.changed_at,
        list_filter(
            [
                case when trim(regexp_replace(new.title, '\s+', ' ', 'g'))
                    <> trim(regexp_replace(old.title, '\s+', ' ', 'g')) then 'title' end,
                case when lower(trim(new.company)) is distinct from lower(trim(old.company)) then 'company' end,
                case when list_sort(new.locations) is distinct from list_sort(old.locations)
                    or new.remote_raw is distinct from old.remote_raw then 'place' end,
                case when (new.salary_raw, new.salary_min, new.salary_max, new.salary_currency, new.salary_period)
                    is distinct from
                    (old.salary_raw, old.salary_min, old.salary_max, old.salary_currency, old.salary_period)
                    then 'pay' end,
                case when (new.posted_at, new.valid_through) is distinct from (old.posted_at, old.valid_through)
                    then 'dates' end,
                case when (
                        new.employment_type_raw, new.department, new.team, new.level_raw, new.language_raw,
                        list_sort(new.tags), new.requisition_id
                    ) is distinct from (
                        old.employment_type_raw, old.department, old.team, old.level_raw, old.language_raw,
                        list_sort(old.tags), old.requisition_id
                    ) then 'facts' end
            ],
            lambda name: name is not null
        ) as fields,
        list_distinct(list_filter(
            list_transform(
                regexp_split_to_array(coalesce(new.description_html, new.description_text, ''), '<[^>]*>|\n'),
                lambda line: trim(regexp_replace(line, '(\s|&nbsp;|\x{00A0})+', ' ', 'g'))
            ),
            lambda line: line <> ''
        )) as new_lines,
        list_distinct(list_filter(
            list_transform(
                regexp_split_to_array(coalesce(old.description_html, old.description_text, ''), '<[^>]*>|\n'),
                lambda line: trim(regexp_replace(line, '(\s|&nbsp;|\x{00A0})+', ' ', 'g'))
            ),
            lambda line: line <> ''
        )) as old_lines
    from step
    join store.posting_seen as seen on seen.posting_id = step.posting_id
    join store.posting_version as new
        on new.posting_id = step.posting_id and new.version_hash = step.version_hash
    join store.posting_version as old
        on old.posting_id = step.posting_id and old.version_hash = step.earlier_hash
),
line as (
    select posting_id, source, version_hash, changed_at, true as added, unnest(list_filter(new_lines, lambda line: not list_contains(old_lines, line))) as line
    from pair
    union all
    select posting_id, source, version_hash, changed_at, false, unnest(list_filter(old_lines, lambda line: not list_contains(new_lines, line)))
    from pair
),
moment as (
    select distinct source, changed_at from pair
),
board as (
    select moment.source, moment.changed_at, count(*) as postings
    from moment
    join store.sighting_run as run
        on run.source = moment.source and run.seen_from <= moment.changed_at and run.seen_to >= moment.changed_at
    group by all
),
edit as (
    select line.source, line.changed_at, board.postings
    from line
    join board using (source, changed_at)
    group by all
    having count(distinct line.posting_id) >= 3 and 2 * count(distinct line.posting_id) >= board.postings
),
shared as (
    select line.source, line.changed_at, line.added, line.line
    from line
    join edit using (source, changed_at)
    group by line.source, line.changed_at, line.added, line.line, edit.postings
    having count(distinct line.posting_id) >= greatest(3, 0.05 * edit.postings)
),
own as (
    select line.posting_id, line.version_hash, count(*) as lines, count(shared.line) as shared_lines
    from line
    left join shared
        on shared.source = line.source and shared.changed_at = line.changed_at
        and shared.added = line.added and shared.line = line.line
    group by all
)
select
    pair.posting_id,
    pair.version_hash,
    pair.changed_at,
    case
        when len(pair.fields) > 0 or own.lines > own.shared_lines then 'role'
        when own.lines > 0 then 'boilerplate'
        else 'layout'
    end as kind,
    if(own.lines > 0, list_append(pair.fields, 'text'), pair.fields) as fields,
    coalesce(own.lines, 0)::integer as lines,
    coalesce(own.shared_lines, 0)::integer as shared_lines
from pair
left join own using (posting_id, version_hash);

comment on table posting_change is 'One row per new content of a known posting: what changed.';
comment on column posting_change.posting_id is 'The posting.';
comment on column posting_change.version_hash is 'The new content.';
comment on column posting_change.changed_at is 'First crawl that showed it, UTC.';
comment on column posting_change.kind is 'role: something of this posting. boilerplate: the text of at least half of the board''s postings changed in the same crawl, and here only lines that changed alike on several (3, and 5 % of the board: each language has its own). layout: only mark-up or the order of lines.';
comment on column posting_change.fields is 'What differs: title, company, place, pay, dates, facts (department, type, level …), text.';
comment on column posting_change.lines is 'Lines of text that were added or removed.';
comment on column posting_change.shared_lines is 'How many of them changed alike on several postings in such an edit of the whole board.';
