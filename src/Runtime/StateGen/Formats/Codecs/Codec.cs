using System.ComponentModel;
using System.Runtime.CompilerServices;
using StateGen.Formats.Codecs;
using StateGen.Schemas;

namespace StateGen.Serialization;

/// <summary>
/// Provides the codec of a type to code that does not know the type at compile time: generic operators. Generated code of the assemblies that know the type
/// registers the codec. Thread-safe.
/// </summary>
/// <typeparam name="T">The value type.</typeparam>
public static class Codec<T>
{
    private static readonly CodecRegistry<VirtualCodec<T>> Registry = new(typeof(T));

    /// <summary>Gets the description of the type in schemas.</summary>
    /// <exception cref="CodecNotFoundException">No assembly has a codec for the type.</exception>
    public static TypeDescription Description => Registry.Describe();

    /// <summary>
    /// Gets a value indicating whether an assembly has registered a codec for the type. The assemblies of the type and of its type arguments have done so when
    /// this returns; another assembly does so when its code first runs.
    /// </summary>
    public static bool IsRegistered => Registry.IsRegistered;

    internal static VirtualCodec<T> Registered
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
        where TCodec : struct, ICodec<T> => Registry.Add(new BoundCodec<T, TCodec>(), type, types, codecs);

    /// <summary>Generated code: describes the type as the argument for a type parameter of a schema.</summary>
    /// <param name="placeholder">The placeholder of the type parameter in the schema.</param>
    /// <param name="isValueType">true if the type parameter is constrained to value types, so that its <c>?</c> admits null; otherwise, false.</param>
    /// <exception cref="CodecNotFoundException">No assembly has a codec for the type.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static SchemaArgument Describe(string placeholder, bool isValueType = false) => Registry.Describe(placeholder, isValueType);
}

/// <summary>A codec behind virtual calls, for code that does not know the codec at compile time.</summary>
/// <typeparam name="T">The value type.</typeparam>
internal abstract class VirtualCodec<T>
{
    public abstract Normalization Normalization { get; }

    public abstract T Normalize(T value);

    public abstract T HandOut(T value);

    public abstract bool IsDefault(in T value);

    public abstract void Write(ref MessagePackWriter writer, in T value);

    public abstract T Read(ref MessagePackReader reader);
}

/// <summary>Forwards virtual calls to one codec.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TCodec">The codec.</typeparam>
internal sealed class BoundCodec<T, TCodec> : VirtualCodec<T>
    where TCodec : struct, ICodec<T>
{
    public override Normalization Normalization => TCodec.Normalization;

    public override T Normalize(T value) => TCodec.Normalize(value);

    public override T HandOut(T value) => TCodec.HandOut(value);

    public override bool IsDefault(in T value) => TCodec.IsDefault(in value);

    public override void Write(ref MessagePackWriter writer, in T value) => TCodec.Write(ref writer, in value);

    public override T Read(ref MessagePackReader reader) => TCodec.Read(ref reader);
}

/// <summary>
/// Generated code: serializes values of a type parameter, with one virtual call to the codec that is registered in <see cref="Codec{T}"/>. Null is refused.
/// </summary>
/// <typeparam name="T">The value type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TypeParameterCodec<T> : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Codec<T>.Registered.Normalization;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Normalize(T value) => Codec<T>.Registered.Normalize(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T HandOut(T value) => Codec<T>.Registered.HandOut(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDefault(in T value) => Codec<T>.Registered.IsDefault(in value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in T value) => Codec<T>.Registered.Write(ref writer, in value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read(ref MessagePackReader reader) => Codec<T>.Registered.Read(ref reader);
}

/// <summary>
/// Generated code: serializes <c>T?</c> of a type parameter without constraint. For a reference type, writes nil or the value. For a value type, always
/// writes the value, because <c>T?</c> is then <c>T</c> itself.
/// </summary>
/// <typeparam name="T">The type parameter.</typeparam>
/// <typeparam name="TCodec">The codec of the value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NullableTypeParameterCodec<T, TCodec> : ICodec<T?>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization;

    /// <inheritdoc/>
    public static T? Normalize(T? value) => value is null ? value : TCodec.Normalize(value);

    /// <inheritdoc/>
    public static T? HandOut(T? value) => value is null ? value : TCodec.HandOut(value);

    /// <inheritdoc/>
    public static bool IsDefault(in T? value) => value is null || TCodec.IsDefault(in value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in T? value)
    {
        if (value is null)
            writer.WriteNil();
        else
            TCodec.Write(ref writer, in value);
    }

    /// <inheritdoc/>
    public static T? Read(ref MessagePackReader reader) => reader.TryReadNil() ? default : TCodec.Read(ref reader);
}
