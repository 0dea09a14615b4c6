using System.Text.Json.Serialization;

namespace StateGen.Schemas;

/// <summary>A schema and the number under which rows refer to it.</summary>
/// <param name="Number">The number, from 1; unique and ascending within a <see cref="SchemaChain"/>.</param>
/// <param name="Schema">The schema. Manifests hold the lines of its canonical text.</param>
/// <param name="BeganAtMilliseconds">When a restore appended it, in milliseconds since the Unix epoch, by the clock of times to live; null for the first of a chain, and in
/// manifests that were written before this was recorded.</param>
public sealed record SchemaGeneration(
    int Number,
    [property: JsonConverter(typeof(OperatorSchemaJsonConverter))] OperatorSchema Schema,
    long? BeganAtMilliseconds = null);
