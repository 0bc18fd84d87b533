-- That these months are counted, and what counting leaves behind.
delete from store.kept where relation = 'skill_pair' and exists (from pair_due);

insert into store.kept select 'skill_pair', digest::varchar from pair_due;

drop table pair_single;
drop table pair_population;
drop table pair_opening;
drop table pair_due;
