-- The lifetimes of each population.
insert into vacancy_lifetime by name from lifetimes;
