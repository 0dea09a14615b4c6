using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Types;

/// <summary>A collection of the library that the runtime has a generic codec for.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="SchemaName">Its kind in type expressions, whatever the container.</param>
/// <param name="CodecStem">What the name of its codec begins with.</param>
/// <param name="Normalization">What the codec's <c>Normalize</c> does at least.</param>
internal sealed record CollectionType(string Namespace, string SchemaName, string CodecStem, Normalization Normalization)
{
    /// <summary>What to use instead of a collection that can be changed in place; null for the others.</summary>
    public string? ImmutableForm { get; init; }

    /// <summary>Whether its elements or keys are kept in their own order, which they must have.</summary>
    public bool IsSorted { get; init; }

    /// <summary>Whether it is the one collection that is a value type.</summary>
    public bool IsValueType { get; init; }

    public string Codec => $"global::StateGen.Serialization.Collections.{CodecStem}Codec";
}
