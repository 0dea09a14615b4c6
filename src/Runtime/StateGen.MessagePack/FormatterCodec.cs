using MessagePack;
using MessagePack.Formatters;
using StateGen.Serialization;
using MessagePackReader = StateGen.Serialization.MessagePackReader;
using MessagePackWriter = StateGen.Serialization.MessagePackWriter;

namespace StateGen.MessagePack;

/// <summary>
/// Stores values of a type with its formatter for MessagePack-CSharp. Register it with
/// <c>[assembly: UseCodec(typeof(FormatterCodec&lt;Instant, InstantFormatter&gt;))]</c>. The formatter must write exactly one MessagePack value, and not nil.
/// For the types inside the value, it gets the formatters that MessagePack-CSharp has built in and those of <see cref="StateGenResolver"/>;
/// <see cref="ResolverCodec{T, TOptions}"/> gives it others. Thread-safe if the formatter is, as formatters must be.
/// </summary>
/// <typeparam name="T">The type of the values. It must be immutable, unless all states that contain it are declared <c>[State(Copy = true)]</c>.</typeparam>
/// <typeparam name="TFormatter">
/// The formatter. One instance of it serves all states. For a reference type, it implements <c>IMessagePackFormatter&lt;T?&gt;</c>, as usual, although null
/// never reaches it.
/// </typeparam>
public readonly struct FormatterCodec<T, TFormatter> : ICodec<T>
    where TFormatter : IMessagePackFormatter<T?>, new()
{
    private static readonly Lazy<BoundFormatter<T>> Formatter = FormatterBinding.ToFormatter<T, TFormatter>();

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <summary>Returns the value as it is.</summary>
    /// <param name="value">Any value of the type. Whether the formatter can write it shows when it is written.</param>
    public static T Normalize(T value) => value;

    /// <summary>Writes a value with the formatter.</summary>
    /// <param name="writer">The writer that receives the bytes.</param>
    /// <param name="value">The value, not null.</param>
    /// <exception cref="ArgumentException">
    /// The formatter threw an exception; or formatted values are nested deeper than 512 levels, or contain themselves. Nothing was written.
    /// </exception>
    /// <exception cref="FormatterContractException">
    /// The formatter did not write exactly one value, it wrote nil, or it could not be created. Nothing was written.
    /// </exception>
    public static void Write(ref MessagePackWriter writer, in T value) =>
        FormatterAdapter.Write(ref writer, value, Formatter.Value);

    /// <summary>Reads a value with the formatter.</summary>
    /// <param name="reader">The reader, positioned at the value; afterwards, behind it.</param>
    /// <exception cref="SerializationFormatException">
    /// The formatter threw an exception, returned null or did not read the whole value; the bytes are not a MessagePack value; or formatted values are
    /// nested deeper than 512 levels.
    /// </exception>
    /// <exception cref="FormatterContractException">The formatter could not be created.</exception>
    public static T Read(ref MessagePackReader reader) => FormatterAdapter.Read(ref reader, Formatter.Value);
}

/// <summary>
/// Stores values of a type with the formatter that a resolver of MessagePack-CSharp has for it: for formatters without a public constructor, and for
/// formatters that need others for the types inside the value. Register it with
/// <c>[assembly: UseCodec(typeof(ResolverCodec&lt;Track, TrackOptions&gt;))]</c>. The rules of <see cref="FormatterCodec{T, TFormatter}"/> apply.
/// </summary>
/// <typeparam name="T">The type of the values. It must be immutable, unless all states that contain it are declared <c>[State(Copy = true)]</c>.</typeparam>
/// <typeparam name="TOptions">The options with the resolver.</typeparam>
public readonly struct ResolverCodec<T, TOptions> : ICodec<T>
    where TOptions : IFormatterOptions
{
    private static readonly Lazy<BoundFormatter<T>> Formatter = FormatterBinding.ToResolver<T, TOptions>();

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc cref="FormatterCodec{T, TFormatter}.Normalize"/>
    public static T Normalize(T value) => value;

    /// <inheritdoc cref="FormatterCodec{T, TFormatter}.Write"/>
    public static void Write(ref MessagePackWriter writer, in T value) => FormatterAdapter.Write(ref writer, value, Formatter.Value);

    /// <inheritdoc cref="FormatterCodec{T, TFormatter}.Read"/>
    public static T Read(ref MessagePackReader reader) => FormatterAdapter.Read(ref reader, Formatter.Value);
}

/// <summary>Provides the options for a <see cref="ResolverCodec{T, TOptions}"/>.</summary>
public interface IFormatterOptions
{
    /// <summary>
    /// Gets the options that are passed to the formatter: the resolver, and the depth that its security admits. Called with the first value; the result is
    /// kept. The compression and the pool are those of whole messages and have no effect.
    /// </summary>
    static abstract MessagePackSerializerOptions Options { get; }
}

/// <summary>
/// The exception that is thrown when a formatter breaks the rules for stored values or cannot be created, or when a resolver has no formatter for a stored
/// type.
/// </summary>
public sealed class FormatterContractException : StateGenException
{
    /// <summary>Creates the exception with a general message.</summary>
    public FormatterContractException()
        : base("A formatter broke the rules for stored values.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A message that names the formatter and says what to do.</param>
    public FormatterContractException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A message that names the formatter and says what to do.</param>
    /// <param name="innerException">The cause.</param>
    public FormatterContractException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
