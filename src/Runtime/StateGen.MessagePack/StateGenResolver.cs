using System.Buffers;
using MessagePack;
using MessagePack.Formatters;
using StateGen.Serialization;
using CodecReader = StateGen.Serialization.MessagePackReader;
using CodecWriter = StateGen.Serialization.MessagePackWriter;
using MessagePackReader = MessagePack.MessagePackReader;
using MessagePackWriter = MessagePack.MessagePackWriter;

namespace StateGen.MessagePack;

/// <summary>
/// Gives MessagePack-CSharp the codecs that StateGen generated: for the types in the state of operators, for those with <see cref="GenerateCodecAttribute"/>,
/// for the built-in scalars and for the codecs that <see cref="UseCodecAttribute"/> registers. The bytes are those of the state. Other types get no formatter,
/// so the resolver can be combined with others. A scalar inside a type is written by the type's codec; to get the formatters of MessagePack-CSharp for scalars
/// outside of one, put its resolver first. Thread-safe.
/// </summary>
public sealed class StateGenResolver : IFormatterResolver
{
    private StateGenResolver()
    {
    }

    /// <summary>Gets the resolver.</summary>
    public static StateGenResolver Instance { get; } = new();

    /// <summary>Returns the formatter of a type that has a generated or registered codec; otherwise, null.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public IMessagePackFormatter<T>? GetFormatter<T>() => Codec<T>.IsRegistered ? CodecFormatter<T>.Instance : null;
}

/// <summary>Writes and reads values with the codec of their type. Thread-safe.</summary>
internal sealed class CodecFormatter<T> : IMessagePackFormatter<T?>
{
    private const int SmallestSpan = 64;

    public static readonly IMessagePackFormatter<T> Instance = new CodecFormatter<T>()!;

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        if (writer.OldSpec)
            throw new MessagePackSerializationException($"{nameof(StateGenResolver)} does not write the old format. Do not set OldSpec in the options.");
        // Inside another formatted value, the exception of a formatter passes as it is: it is wrapped once, however deep the value.
        var isOutermost = FormatterNesting.Depth == 0;
        try
        {
            Write(ref writer, value);
        }
        catch (Exception exception) when (exception is ArgumentException or StateGenException && (isOutermost || !FormatterNesting.Explains(exception)))
        {
            throw new MessagePackSerializationException($"The codec of StateGen cannot write the {typeof(T)}: {exception.Message}", exception);
        }
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (default(T) is null && reader.TryReadNil())
            return default;
        var isOutermost = FormatterNesting.Depth == 0;
        options.Security.DepthStep(ref reader);
        try
        {
            return Read(ref reader);
        }
        catch (StateGenException exception) when (isOutermost || !FormatterNesting.Explains(exception))
        {
            throw new MessagePackSerializationException($"The codec of StateGen cannot read the {typeof(T)}: {exception.Message}", exception);
        }
        finally
        {
            reader.Depth--;
        }
    }

    // Small values are written where they stay.
    private static void Write(ref MessagePackWriter writer, T value)
    {
        var span = writer.GetSpan(SmallestSpan);
        var target = new CodecWriter(span);
        try
        {
            TypeParameterCodec<T>.Write(ref target, TypeParameterCodec<T>.Normalize(value));
            if (target.Written.Overlaps(span))
                writer.Advance(target.Length);
            else
                writer.WriteRaw(target.Written);
        }
        finally
        {
            target.Dispose();
        }
    }

    private static T Read(ref MessagePackReader reader)
    {
        var rest = reader.Sequence.Slice(reader.Position);
        if (!rest.IsSingleSegment)
            return ReadCopy(reader.ReadRaw());
        var value = Read(rest.FirstSpan, out var length);
        reader.ReadRaw((long)length);
        return value;
    }

    private static T ReadCopy(in ReadOnlySequence<byte> encoded)
    {
        if (encoded.IsSingleSegment)
            return Read(encoded.FirstSpan, out _);
        var length = checked((int)encoded.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            encoded.CopyTo(bytes);
            return Read(bytes.AsSpan(0, length), out _);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static T Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var source = new CodecReader(bytes);
        var value = TypeParameterCodec<T>.Read(ref source);
        length = source.Position;
        return value;
    }
}
