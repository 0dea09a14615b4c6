global using StateGen.Schemas;
