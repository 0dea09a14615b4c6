namespace StateGen.Schemas;

/// <summary>What stands for a type parameter in the schema of a generic operator, once its types are known.</summary>
/// <param name="Placeholder">The name that the schema has for the type parameter, as in <c>$T</c>.</param>
/// <param name="Description">The type.</param>
/// <param name="AdmitsNull">Whether <c>T?</c> admits null: not so where a value type takes the place of a type parameter without constraint.</param>
public sealed record SchemaArgument(string Placeholder, TypeDescription Description, bool AdmitsNull);
