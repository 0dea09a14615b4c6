using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen;

/// <summary>
/// Registers a hand-written codec. Every state of this assembly, and of the assemblies that reference it, uses that codec for its types instead of a
/// generated one. The types must be immutable. The codecs of the built-in scalars cannot be replaced.
/// </summary>
/// <param name="codec">
/// A struct that implements <see cref="ICodec{T}"/>, <see cref="IKeyCodec{TKey}"/> or both for one or more types. A type that is also part of keys needs both.
/// </param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class UseCodecAttribute(Type codec) : Attribute
{
    /// <summary>Gets the struct that implements the codec.</summary>
    public Type Codec { get; } = codec;

    /// <summary>
    /// Gets or sets the version of the codec's format, from 1. Schemas record it, so that bytes of another version are rejected instead of being misread.
    /// </summary>
    public int Version { get; set; } = 1;
}
