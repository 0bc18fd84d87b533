-- People's telephone numbers are masked before they reach the warehouse.
select posting_id from posting
where regexp_matches(text, '(^|[^0-9A-Za-z+/=#.$€£_-])\+[1-9][0-9]{0,2}[ ()./-]{0,3}[0-9](?:[ ()./-]{0,2}[0-9]){7,10}($|[^0-9A-Za-z_])')
    or regexp_matches(text, '(?i)\b(?:tel|telefon|phone|whatsapp|mobile)[.: ]{1,3}[0-9](?:[ /-]?[0-9]){8,12}($|[^0-9A-Za-z_., /-])');
