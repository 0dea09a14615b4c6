using System.Text.Json.Serialization;

namespace StateGen.Schemas;

/// <summary>A schema and the number under which rows refer to it.</summary>
/// <param name="Number">The number, from 1; unique and ascending within a <see cref="SchemaChain"/>.</param>
/// <param name="Schema">The schema. Manifests hold the lines of its canonical text.</param>
public sealed record SchemaGeneration(int Number, [property: JsonConverter(typeof(OperatorSchemaJsonConverter))] OperatorSchema Schema);
