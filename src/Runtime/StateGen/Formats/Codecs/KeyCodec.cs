using System.ComponentModel;
using System.Runtime.CompilerServices;
using StateGen.Formats.Codecs;
using StateGen.Schemas;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>
/// Provides the codec of a key type to code that does not know the type at compile time: generic operators. Generated code of the assemblies that know the
/// type registers the codec. Thread-safe.
/// </summary>
/// <typeparam name="TKey">The key type.</typeparam>
public static class KeyCodec<TKey>
{
    private static readonly CodecRegistry<VirtualKeyCodec<TKey>> Registry = new(typeof(TKey));

    /// <summary>Gets the description of the type in schemas.</summary>
    /// <exception cref="CodecNotFoundException">No assembly has a key codec for the type.</exception>
    public static TypeDescription Description => Registry.Describe();

    internal static VirtualKeyCodec<TKey> Registered
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Registry.Registered;
    }

    /// <summary>Generated code: registers the codec of an assembly.</summary>
    /// <typeparam name="TCodec">The codec.</typeparam>
    /// <param name="type">The type expression of schemas.</param>
    /// <param name="types">The text of the shapes of the assembly's types.</param>
    /// <param name="codecs">The hand-written codecs of the assembly, a line each: <c>type = codec</c>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Register<TCodec>(string type, string types = "", string codecs = "")
        where TCodec : struct, IKeyCodec<TKey> => Registry.Add(new BoundKeyCodec<TKey, TCodec>(), type, types, codecs);

    /// <summary>Generated code: describes the type as the argument for a type parameter of a schema.</summary>
    /// <param name="placeholder">The placeholder of the type parameter in the schema.</param>
    /// <param name="isValueType">true if the type parameter is constrained to value types, so that its <c>?</c> admits null; otherwise, false.</param>
    /// <exception cref="CodecNotFoundException">No assembly has a key codec for the type.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static SchemaArgument Describe(string placeholder, bool isValueType = false) => Registry.Describe(placeholder, isValueType);
}

/// <summary>A key codec behind virtual calls, for code that does not know the codec at compile time.</summary>
/// <typeparam name="TKey">The key type.</typeparam>
internal abstract class VirtualKeyCodec<TKey>
{
    public abstract TKey Normalize(TKey key);

    public abstract bool AreEqual(in TKey left, in TKey right);

    public abstract ulong Hash(in TKey key);

    public abstract void Write(ref KeyWriter writer, in TKey key);

    public abstract TKey Read(ref KeyReader reader);
}

/// <summary>Forwards virtual calls to one key codec.</summary>
/// <typeparam name="TKey">The key type.</typeparam>
/// <typeparam name="TCodec">The codec.</typeparam>
internal sealed class BoundKeyCodec<TKey, TCodec> : VirtualKeyCodec<TKey>
    where TCodec : struct, IKeyCodec<TKey>
{
    public override TKey Normalize(TKey key) => TCodec.Normalize(key);

    public override bool AreEqual(in TKey left, in TKey right) => TCodec.Equals(in left, in right);

    public override ulong Hash(in TKey key) => TCodec.Hash(in key);

    public override void Write(ref KeyWriter writer, in TKey key) => TCodec.Write(ref writer, in key);

    public override TKey Read(ref KeyReader reader) => TCodec.Read(ref reader);
}

/// <summary>Generated code: encodes keys of a type parameter, with one virtual call to the codec that is registered in <see cref="KeyCodec{TKey}"/>.</summary>
/// <typeparam name="TKey">The key type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TypeParameterKeyCodec<TKey> : IKeyCodec<TKey>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TKey Normalize(TKey key) => KeyCodec<TKey>.Registered.Normalize(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in TKey left, in TKey right) => KeyCodec<TKey>.Registered.AreEqual(in left, in right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in TKey key) => KeyCodec<TKey>.Registered.Hash(in key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in TKey key) => KeyCodec<TKey>.Registered.Write(ref writer, in key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TKey Read(ref KeyReader reader) => KeyCodec<TKey>.Registered.Read(ref reader);
}
