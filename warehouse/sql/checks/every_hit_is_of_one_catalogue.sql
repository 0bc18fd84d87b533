-- Hits of two catalogues in one chart would draw a false change.
select hit.catalogue, count(*) as hits from store.hit as hit
where hit.catalogue not in (select catalogue from skill) group by hit.catalogue;
