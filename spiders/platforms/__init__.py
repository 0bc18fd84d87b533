"""One applicant-tracking platform per file. A file that defines a `BoardSpider` here is found by itself."""
