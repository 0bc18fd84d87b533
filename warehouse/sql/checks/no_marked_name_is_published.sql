-- Names that an advert marks as a person's are masked before they reach the warehouse.
select posting_id from posting
where regexp_matches(text, '\b(?:Ansprechpartner|Ansprechpartnerin|Contact person|Kontaktperson|Recruiter|Hiring Manager) ?: ?(?:Herr|Frau|Mr\.|Ms\.) [A-Z][a-zäöüß]+')
    or regexp_matches(text, '\b(?:Frau|Herrn?) (?:Dr\. )?[A-Z][a-zäöüß]+ [A-Z][a-zäöüß]+\b');
