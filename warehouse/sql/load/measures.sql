-- The measured figures in place of earlier ones.
delete from extraction_measure;

insert into extraction_measure by name from measure_batch;
