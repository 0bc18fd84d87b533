-- From adverts to openings, by source: how much each way of counting folds together.
create or replace view link_waterfall as
with counted as (
    select
        coalesce(posting.source, 'all sources') as source,
        count(*) as postings,
        count(*) filter (where posting.unreadable is null) as readable,
        count(distinct link.strict_vacancy_id) filter (where posting.unreadable is null) as strict_openings,
        count(distinct link.vacancy_id) filter (where posting.unreadable is null) as openings,
        count(*) filter (where link.probable) as probable_links
    from posting
    join posting_vacancy as link using (posting_id)
    group by grouping sets ((posting.source), ())
)
select source, postings, readable, strict_openings, openings, probable_links
from counted;

comment on view link_waterfall is 'One row per source, and one for all: the same adverts counted raw, readable, strictly and by default.';
comment on column link_waterfall.source is 'Board or import; all sources: the sum, in which an opening on two sources counts once.';
comment on column link_waterfall.postings is 'Adverts as they come.';
comment on column link_waterfall.readable is 'Those with a text that can be read for skills.';
comment on column link_waterfall.strict_openings is 'Openings among the readable, if only equal employer, title and text make adverts one.';
comment on column link_waterfall.openings is 'Openings among the readable, with alike texts and agencies'' copies folded as well: the default.';
comment on column link_waterfall.probable_links is 'Links that rest on likelihood; the strict count has none of them.';
