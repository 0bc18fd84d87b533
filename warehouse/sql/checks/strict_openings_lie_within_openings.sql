-- What is one opening strictly is one by default too, or the two counts could not be compared.
select strict_vacancy_id, count(distinct vacancy_id) as openings from posting_vacancy
group by strict_vacancy_id having count(distinct vacancy_id) > 1;
