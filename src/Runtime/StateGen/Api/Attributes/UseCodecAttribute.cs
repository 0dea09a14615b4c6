using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen;

/// <summary>
/// Registers a hand-written codec: wherever state of this assembly, or of one that references it, holds a type that the codec is for, that codec is used
/// and none is generated. The types must be immutable, and the built-in scalars keep their codecs.
/// </summary>
/// <param name="codec">
/// A struct that implements <see cref="ICodec{T}"/>, <see cref="IKeyCodec{TKey}"/> or both for one or more types. A type that is also part of keys needs both.
/// </param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class UseCodecAttribute(Type codec) : Attribute
{
    /// <summary>The struct that is the codec.</summary>
    public Type Codec { get; } = codec;

    /// <summary>The version of what the codec writes, from 1. Schemas name it: bytes of another version are refused instead of being misread.</summary>
    public int Version { get; set; } = 1;
}
