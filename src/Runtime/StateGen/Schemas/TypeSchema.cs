using System.Text.Json.Serialization;

namespace StateGen.Schemas;

/// <summary>The shape of a named type that keys or states are made of: a <see cref="RecordSchema"/> or an <see cref="EnumSchema"/>.</summary>
/// <param name="Name">The name by which type expressions refer to the type: its full metadata name, and for a constructed
/// generic type the full metadata name followed by its arguments, as in <c>Shop.Pair`2&lt;int64,string&gt;</c>.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RecordSchema), "record")]
[JsonDerivedType(typeof(EnumSchema), "enum")]
public abstract record TypeSchema([property: JsonPropertyOrder(-1)] string Name); // before what derived types add
