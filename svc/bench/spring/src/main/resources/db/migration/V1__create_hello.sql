CREATE TABLE hello (id uuid PRIMARY KEY, name text NOT NULL);
