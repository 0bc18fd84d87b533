-- Comments of the published relations and their columns; column is null for the relation's own.
select table_name as relation, null as "column", comment
from duckdb_tables()
where schema_name = 'main' and database_name = current_database() and comment is not null
union all
select view_name, null, comment
from duckdb_views()
where schema_name = 'main' and database_name = current_database() and not internal and comment is not null
union all
select table_name, column_name, comment
from duckdb_columns()
where schema_name = 'main' and database_name = current_database() and not internal and comment is not null;
