"""More hands for the same work: cores, a Dask cluster, an object store. What is computed stays where it is written."""
