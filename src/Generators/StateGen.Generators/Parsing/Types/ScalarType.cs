using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Types;

/// <summary>A type that the runtime itself has codecs for.</summary>
/// <param name="SchemaName">Its name in type expressions.</param>
/// <param name="CodecStem">What the names of its codecs begin with.</param>
/// <param name="AsValue">What the value codec's <c>Normalize</c> does.</param>
/// <param name="AsKey">What the key codec's <c>Normalize</c> does.</param>
internal sealed record ScalarType(string SchemaName, string CodecStem, Normalization AsValue, Normalization AsKey)
{
    /// <summary>Why the type cannot be a key; null when it can.</summary>
    public string? NoKeyBecause { get; init; }

    /// <summary>How a value type is told from its default.</summary>
    public DefaultTest DefaultTest { get; init; } = DefaultTest.EqualsDefault;

    /// <summary>Whether the value codec can write the default of the type.</summary>
    public bool DefaultHasEncoding { get; init; } = AsValue == Normalization.None;

    public Normalization NormalizationAs(CodecRole role) => role == CodecRole.Value ? AsValue : AsKey;

    public string CodecAs(CodecRole role) => role == CodecRole.Value
        ? $"global::StateGen.Serialization.{CodecStem}Codec"
        : $"global::StateGen.Keys.{CodecStem}KeyCodec";
}
