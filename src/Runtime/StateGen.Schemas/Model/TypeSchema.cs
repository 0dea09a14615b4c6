namespace StateGen.Schemas;

/// <summary>
/// The shape of a named type that keys or states are made of: a <see cref="RecordSchema"/>, <see cref="EnumSchema"/>,
/// <see cref="UnionSchema"/> or <see cref="OpaqueSchema"/>.
/// </summary>
/// <param name="Name">The name by which type expressions refer to the type: its full metadata name, and for a constructed
/// generic type the full metadata name followed by its arguments, as in <c>Shop.Pair`2&lt;int64,string&gt;</c>.</param>
/// <param name="FormerNames">The full metadata names that the type had in earlier schemas, without arguments.</param>
public abstract record TypeSchema(string Name, EquatableArray<string> FormerNames);
