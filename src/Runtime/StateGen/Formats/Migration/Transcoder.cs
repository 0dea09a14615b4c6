using System.Runtime.CompilerServices;
using System.Text;
using StateGen.Schemas.Resolution;
using StateGen.Schemas.Resolution.Plans;
using StateGen.Serialization;

namespace StateGen.Formats.Migration;

/// <summary>
/// Carries out a plan: reads one MessagePack value in one shape and writes it in the next. The bytes need not be trusted: anything but the stored shape
/// causes a <see cref="SerializationFormatException"/>, nesting is bounded, and the output is at most a small multiple of the input. Dispose it exactly once.
/// </summary>
internal ref struct Transcoder
{
    // Generated codecs read at most 512 levels of a recursive type; each level may go through several named types.
    private const int MostNested = 2048;

    private readonly ValueMigration _migration;
    private MessagePackReader _reader;
    private MessagePackWriter _writer;
    private int _depth;

    /// <summary>Initializes a transcoder with an empty output.</summary>
    /// <param name="migration">The plan.</param>
    /// <param name="source">The value in the stored shape.</param>
    /// <param name="buffer">The buffer to fill first.</param>
    public Transcoder(ValueMigration migration, ReadOnlySpan<byte> source, Span<byte> buffer)
    {
        _migration = migration;
        _reader = new(source);
        _writer = new(buffer);
    }

    /// <summary>Gets the value in the next shape.</summary>
    public readonly ReadOnlySpan<byte> Written => _writer.Written;

    public void Run() => Transcode(_migration.Root);

    public void Dispose() => _writer.Dispose();

    private void Transcode(ValuePlan plan)
    {
        if (plan is CopyPlan)
            _writer.WriteRaw(_reader.ReadEncoded());
        else if (plan is DefaultPlan added)
            DefaultWriter.Write(added.Default, ref _writer);
        else if (plan is NilIfDefaultPlan unset)
            TranscodeUnlessUnset(unset);
        else if (!_reader.TryReadNil())
            TranscodePresent(plan);
        else if (plan is DefaultIfNilPlan replaced)
            DefaultWriter.Write(replaced.Default, ref _writer);
        else
            _writer.WriteNil();
    }

    private void TranscodePresent(ValuePlan plan)
    {
        switch (plan)
        {
            case ConvertPlan convert: ScalarTranscoder.Convert(convert.Conversion, ref _reader, ref _writer); break;
            case DefaultIfNilPlan present: Transcode(present.Value); break;
            case ListPlan list: TranscodeList(list); break;
            case MapPlan map: TranscodeMap(map); break;
            case TuplePlan tuple: TranscodeTuple(tuple); break;
            case EnumPlan type: TranscodeEnum(type); break;
            case FlagsPlan type: TranscodeFlags(type); break;
            case UnionPlan union: TranscodeUnion(union); break;
            case RecordPlan record: TranscodeRecord(record); break;
            case ReferencePlan reference: TranscodeNamed(reference); break;
            default: throw new ArgumentException($"There is no transcoding for a {plan.GetType().Name}.", nameof(plan));
        }
    }

    private void TranscodeUnlessUnset(NilIfDefaultPlan plan)
    {
        var start = _reader.Position;
        if (_reader.ReadEncoded().SequenceEqual(DefaultWriter.Encode(plan.Default)))
        {
            _writer.WriteNil();
            return;
        }

        _reader.Seek(start);
        Transcode(plan.Value);
    }

    private void TranscodeNamed(ReferencePlan reference)
    {
        if (++_depth > MostNested || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw SerializationFormatException.Invalid("value", "is nested too deeply to be migrated");
        Transcode(_migration.Types[reference.Index]);
        _depth--;
    }

    private void TranscodeList(ListPlan plan)
    {
        var count = _reader.ReadArrayHeader();
        _writer.WriteArrayHeader(count);
        for (; count > 0; count--)
            Transcode(plan.Element);
    }

    private void TranscodeMap(MapPlan plan)
    {
        var count = _reader.ReadMapHeader();
        _writer.WriteMapHeader(count);
        for (; count > 0; count--)
        {
            Transcode(plan.Key);
            Transcode(plan.Value);
        }
    }

    private void TranscodeTuple(TuplePlan plan)
    {
        RequireArray(plan.Elements.Count, "tuple");
        _writer.WriteArrayHeader(plan.Elements.Count);
        foreach (var element in plan.Elements)
            Transcode(element);
    }

    private void TranscodeUnion(UnionPlan plan)
    {
        RequireArray(2, "union");
        var tag = _reader.ReadInt32();
        var found = plan.Cases.FirstOrDefault(single => single.Tag == tag)
            ?? throw SerializationFormatException.Invalid("union", $"has the unknown tag {tag}");
        _writer.WriteArrayHeader(2);
        _writer.WriteInt64(tag);
        Transcode(found.Value);
    }

    private void TranscodeEnum(EnumPlan plan)
    {
        var number = ReadNumber(plan.IsUnsigned);
        WriteNumber(plan.Numbers.FirstOrDefault(mapping => mapping.Stored == number)?.Declared ?? number, plan.IsUnsigned);
    }

    private void TranscodeFlags(FlagsPlan plan) => WriteNumber(plan.Map(ReadNumber(plan.IsUnsigned)), plan.IsUnsigned);

    private void TranscodeRecord(RecordPlan plan)
    {
        if (plan is { IsInOrder: true, Stored.IsMap: false })
            TranscodeInOrder(plan);
        else
            TranscodeFromPositions(plan);
    }

    private void TranscodeInOrder(RecordPlan plan)
    {
        RequireArray(plan.Stored.Length, "record");
        var position = 0;
        var writing = BeginRecord(plan.Declared);
        for (var index = 0; index < plan.Members.Count; index++)
        {
            var member = plan.Members[index];
            for (; !member.IsAdded && position < plan.Stored.Positions[member.StoredIndex]; position++)
                _reader.Skip();
            position += member.IsAdded ? 0 : 1;
            WriteMember(plan, index, ref writing);
        }

        for (; position < plan.Stored.Length; position++)
            _reader.Skip();
        EndRecord(plan.Declared, writing);
    }

    private void TranscodeFromPositions(RecordPlan plan)
    {
        var positions = plan.Stored.IsMap ? FindNames(plan.Stored) : FindElements(plan.Stored);
        var end = _reader.Position;
        var writing = BeginRecord(plan.Declared);
        for (var index = 0; index < plan.Members.Count; index++)
        {
            if (!plan.Members[index].IsAdded)
                _reader.Seek(positions[plan.Members[index].StoredIndex]);
            WriteMember(plan, index, ref writing);
        }

        _reader.Seek(end);
        EndRecord(plan.Declared, writing);
    }

    private int[] FindElements(RecordLayout layout)
    {
        RequireArray(layout.Length, "record");
        var elements = new int[layout.Length];
        for (var index = 0; index < elements.Length; index++)
        {
            elements[index] = _reader.Position;
            _reader.Skip();
        }

        return [.. layout.Positions.Select(position => elements[position])];
    }

    private int[] FindNames(RecordLayout layout)
    {
        var positions = new int[layout.Length];
        for (var remaining = _reader.ReadMapHeader(); remaining > 0; remaining--)
        {
            var name = Encoding.UTF8.GetString(_reader.ReadStringBytes());
            var member = layout.Names.Count;
            while (--member >= 0 && layout.Names[member] != name)
                continue;
            if (member >= 0)
                positions[member] = _reader.Position;
            _reader.Skip();
        }

        return Array.IndexOf(positions, 0) is >= 0 and var missing
            ? throw SerializationFormatException.Invalid("record", $"has no member '{layout.Names[missing]}'")
            : positions;
    }

    // Elements of an array are written in the order of their positions, which is the order of the plan. Integer keys may leave gaps; see RecordLayout.
    private int BeginRecord(RecordLayout layout)
    {
        if (layout.IsMap)
            _writer.WriteMapHeader(layout.Length);
        else
            _writer.WriteArrayHeader(layout.Length);
        return 0;
    }

    private void WriteMember(RecordPlan plan, int index, ref int position)
    {
        if (plan.Declared.IsMap)
            _writer.WriteString(plan.Declared.Names[index]);
        else
            WriteGap(plan.Declared.Positions[index], ref position);
        position++;
        Transcode(plan.Members[index].Value);
    }

    private void EndRecord(RecordLayout layout, int position)
    {
        if (!layout.IsMap)
            WriteGap(layout.Length, ref position);
    }

    private void WriteGap(int end, ref int position)
    {
        for (; position < end; position++)
            _writer.WriteNil();
    }

    private void RequireArray(int expected, string type)
    {
        var count = _reader.ReadArrayHeader();
        if (count != expected)
            throw SerializationFormatException.Invalid(type, $"has {count} elements instead of {expected}");
    }

    private long ReadNumber(bool isUnsigned) => isUnsigned ? unchecked((long)_reader.ReadUInt64()) : _reader.ReadInt64();

    private void WriteNumber(long number, bool isUnsigned)
    {
        if (isUnsigned)
            _writer.WriteUInt64(unchecked((ulong)number));
        else
            _writer.WriteInt64(number);
    }
}
