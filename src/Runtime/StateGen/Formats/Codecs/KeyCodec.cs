using System.ComponentModel;
using System.Runtime.CompilerServices;
using StateGen.Formats.Codecs;
using StateGen.Schemas;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>
/// The codec of a key type for code that does not know the type when it is compiled: generic operators. Generated code of the assemblies that know the type
/// registers it. Thread-safe.
/// </summary>
/// <typeparam name="TKey">The key type.</typeparam>
public static class KeyCodec<TKey>
{
    private static readonly SlotRegistry<KeyCodecSlot<TKey>> Registry = new(typeof(TKey));
    private static KeyCodecSlot<TKey>? _slot;

    /// <summary>How schemas describe the type.</summary>
    /// <exception cref="CodecNotFoundException">No assembly has a key codec for the type.</exception>
    public static TypeDescription Description => Registry.Describe();

    internal static KeyCodecSlot<TKey> Slot
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _slot ?? (_slot = Registry.Require());
    }

    /// <summary>Generated code: registers the codec of an assembly.</summary>
    /// <typeparam name="TCodec">The codec.</typeparam>
    /// <param name="type">The type expression of schemas.</param>
    /// <param name="types">The text of the shapes of the assembly's types.</param>
    /// <param name="codecs">The hand-written codecs of the assembly, a line each: <c>type = codec</c>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Register<TCodec>(string type, string types = "", string codecs = "")
        where TCodec : struct, IKeyCodec<TKey> => Registry.Add(new BoundKeyCodecSlot<TKey, TCodec>(), type, types, codecs);

    /// <summary>Generated code: what takes the place of a type parameter in a schema.</summary>
    /// <param name="placeholder">The name that the schema has for it.</param>
    /// <param name="isValueType">Whether the type parameter is constrained to value types, so that its <c>?</c> admits null.</param>
    /// <exception cref="CodecNotFoundException">No assembly has a key codec for the type.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static SchemaArgument Describe(string placeholder, bool isValueType = false) => new(placeholder, Description, isValueType || !typeof(TKey).IsValueType);
}
