namespace StateGen.Schemas.Resolution.Plans;

/// <summary>
/// What is done to one stored value, which is a MessagePack value in one shape, to get it in the next shape. Immutable, with value equality.
/// Nil stays nil, whatever the plan, except for <see cref="DefaultIfNilPlan"/>; nothing else becomes nil, except by <see cref="NilIfDefaultPlan"/>.
/// </summary>
public abstract record ValuePlan
{
    private protected ValuePlan()
    {
    }

    /// <summary>Whether the bytes may change.</summary>
    /// <param name="typeChanges">Tells it for the named types.</param>
    internal abstract bool Changes(Func<int, bool> typeChanges);

    /// <summary>The same plan with <see cref="CopyPlan"/> for every part that does not change.</summary>
    /// <param name="typeChanges">Tells it for the named types.</param>
    internal ValuePlan Simplify(Func<int, bool> typeChanges) => Changes(typeChanges) ? SimplifyParts(typeChanges) : CopyPlan.Instance;

    private protected virtual ValuePlan SimplifyParts(Func<int, bool> typeChanges) => this;
}

/// <summary>The bytes stay as they are, with everything inside.</summary>
public sealed record CopyPlan : ValuePlan
{
    private CopyPlan()
    {
    }

    /// <summary>The only one.</summary>
    public static CopyPlan Instance { get; } = new();

    internal override bool Changes(Func<int, bool> typeChanges) => false;
}

/// <summary>A scalar is read and written as another.</summary>
/// <param name="Conversion">Which.</param>
public sealed record ConvertPlan(ScalarConversion Conversion) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;
}

/// <summary>The conversions between scalars that lose nothing and change bytes. Integers of up to 64 bits are MessagePack integers.</summary>
public enum ScalarConversion
{
    /// <summary>An integer to a 32-bit float.</summary>
    IntegerToSingle = 0,

    /// <summary>An integer to a 64-bit float.</summary>
    IntegerToDouble = 1,

    /// <summary>An integer to <c>decimal</c>.</summary>
    IntegerToDecimal = 2,

    /// <summary>An integer to <c>decimaltext</c>.</summary>
    IntegerToDecimalText = 3,

    /// <summary>An integer to <c>int128</c>.</summary>
    IntegerToInt128 = 4,

    /// <summary>An integer to <c>uint128</c>.</summary>
    IntegerToUInt128 = 5,

    /// <summary>An integer to <c>biginteger</c>.</summary>
    IntegerToBigInteger = 6,

    /// <summary><c>int128</c> to <c>biginteger</c>.</summary>
    Int128ToBigInteger = 7,

    /// <summary><c>uint128</c> to <c>biginteger</c>.</summary>
    UInt128ToBigInteger = 8,

    /// <summary>A 32-bit float to a 64-bit float.</summary>
    SingleToDouble = 9,

    /// <summary><c>guid</c> to <c>guidtext</c>.</summary>
    GuidToText = 10,

    /// <summary><c>guidtext</c> to <c>guid</c>.</summary>
    TextToGuid = 11,

    /// <summary><c>decimal</c> to <c>decimaltext</c>.</summary>
    DecimalToText = 12,

    /// <summary><c>decimaltext</c> to <c>decimal</c>.</summary>
    TextToDecimal = 13,
}

/// <summary>The number of an enum becomes the number that the same name has in the next shape. Numbers without a name stay as they are.</summary>
/// <param name="Numbers">The numbers that change.</param>
/// <param name="IsUnsigned">Whether the numbers are those of a <c>uint64</c>; as <c>long</c> they have the same bits.</param>
public sealed record EnumPlan(EquatableArray<NumberMapping> Numbers, bool IsUnsigned) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;
}

/// <summary>Each flag that is set becomes the flag of the same name in the next shape. Bits without a name stay as they are.</summary>
/// <param name="Flags">The single bits that change.</param>
/// <param name="Mask">The bits that the stored type has.</param>
/// <param name="IsUnsigned">Whether the numbers are those of a <c>uint64</c>; as <c>long</c> they have the same bits.</param>
public sealed record FlagsPlan(EquatableArray<NumberMapping> Flags, long Mask, bool IsUnsigned) : ValuePlan
{
    /// <summary>Maps one set of flags.</summary>
    /// <param name="value">The stored number, extended to 64 bits.</param>
    public long Map(long value)
    {
        var (cleared, set) = (0L, 0L);
        foreach (var flag in Flags)
        {
            if ((value & flag.Stored & Mask) == 0)
                continue;
            cleared |= flag.Stored;
            set |= flag.Declared;
        }

        return (value & ~cleared) | set;
    }

    internal override bool Changes(Func<int, bool> typeChanges) => true;
}

/// <summary>A number of an enum that becomes another. A <c>uint64</c> is held as the <c>long</c> of the same bits.</summary>
/// <param name="Stored">The stored number.</param>
/// <param name="Declared">The number in the next shape.</param>
public sealed record NumberMapping(long Stored, long Declared);

/// <summary>Nothing is read; a default is written.</summary>
/// <param name="Default">The default.</param>
public sealed record DefaultPlan(DefaultValue Default) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;
}

/// <summary>A default becomes nil: in a row it was never set, and the next shape can tell.</summary>
/// <param name="Value">What is done to everything else.</param>
/// <param name="Default">What becomes nil.</param>
public sealed record NilIfDefaultPlan(ValuePlan Value, DefaultValue Default) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => this with { Value = Value.Simplify(typeChanges) };
}

/// <summary>Nil becomes a default, because the next shape does not admit null.</summary>
/// <param name="Value">What is done to everything else.</param>
/// <param name="Default">What nil becomes.</param>
public sealed record DefaultIfNilPlan(ValuePlan Value, DefaultValue Default) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => this with { Value = Value.Simplify(typeChanges) };
}

/// <summary>The elements of a list or set.</summary>
/// <param name="Element">What is done to each.</param>
public sealed record ListPlan(ValuePlan Element) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Element.Changes(typeChanges);

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => new ListPlan(Element.Simplify(typeChanges));
}

/// <summary>The entries of a map that is part of a value.</summary>
/// <param name="Key">What is done to each key; different keys stay different.</param>
/// <param name="Value">What is done to each value.</param>
public sealed record MapPlan(ValuePlan Key, ValuePlan Value) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Key.Changes(typeChanges) || Value.Changes(typeChanges);

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => new MapPlan(Key.Simplify(typeChanges), Value.Simplify(typeChanges));
}

/// <summary>The elements of a tuple, which keep their number and order.</summary>
/// <param name="Elements">What is done to each.</param>
public sealed record TuplePlan(EquatableArray<ValuePlan> Elements) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Elements.Any(element => element.Changes(typeChanges));

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) =>
        new TuplePlan(Elements.Select(element => element.Simplify(typeChanges)).ToEquatableArray());
}

/// <summary>The members of a record, from where the stored shape has them to where the next shape has them.</summary>
/// <param name="Stored">Where stored members stand.</param>
/// <param name="Declared">Where they are written.</param>
/// <param name="Members">One per declared member, in the order in which they are written.</param>
public sealed record RecordPlan(RecordLayout Stored, RecordLayout Declared, EquatableArray<MemberPlan> Members) : ValuePlan
{
    /// <summary>Whether stored members are used in the order in which they stand, so that they can be read one after the other.</summary>
    public bool IsInOrder { get; } = IsAscending(Members.Where(member => !member.IsAdded).Select(member => Stored.PositionOf(member.StoredIndex)));

    internal override bool Changes(Func<int, bool> typeChanges) =>
        Stored != Declared || Members.Where((member, index) => member.StoredIndex != index || member.Value.Changes(typeChanges)).Any();

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) =>
        new RecordPlan(Stored, Declared, Members.Select(member => member with { Value = member.Value.Simplify(typeChanges) }).ToEquatableArray());

    private static bool IsAscending(IEnumerable<int> positions)
    {
        var previous = -1;
        foreach (var position in positions)
        {
            if (position <= previous)
                return false;
            previous = position;
        }

        return true;
    }
}

/// <summary>Where the members of a record stand: at positions of an array, with nil in the gaps, or under the names of a map.</summary>
/// <param name="Length">The length of the array; the number of members where it is a map.</param>
/// <param name="Positions">The position of each member in the array, from 0; empty where it is a map.</param>
/// <param name="Names">The name of each member in the map; empty where it is an array.</param>
public sealed record RecordLayout(int Length, EquatableArray<int> Positions, EquatableArray<string> Names)
{
    /// <summary>Whether members stand under names.</summary>
    public bool IsMap => Names.Count > 0;

    /// <summary>The position of a member in the array, or its place among the entries of the map.</summary>
    /// <param name="member">The index of the member.</param>
    public int PositionOf(int member) => IsMap ? member : Positions[member];

    /// <summary>The layout of a record.</summary>
    /// <param name="record">Its shape.</param>
    public static RecordLayout Of(RecordSchema record)
    {
        var keys = record.Members.Select(member => member.Key).ToArray();
        if (keys.Length == 0 || keys[0] is not { } first)
            return OfPositions(Enumerable.Range(0, keys.Length).ToEquatableArray());
        return IsName(first)
            ? new(keys.Length, [], keys.Select(key => key!.Substring(1, key.Length - 2)).ToEquatableArray())
            : OfPositions(keys.Select(key => int.TryParse(key, out var position) ? position : 0).ToEquatableArray());
    }

    private static bool IsName(string key) => key.StartsWith("\"", StringComparison.Ordinal);

    private static RecordLayout OfPositions(EquatableArray<int> positions) => new(positions.DefaultIfEmpty(-1).Max() + 1, positions, []);
}

/// <summary>Where a member of a record comes from.</summary>
/// <param name="StoredIndex">Its index among the stored members; -1 when it is new.</param>
/// <param name="Value">What is done to it; a <see cref="DefaultPlan"/> when it is new.</param>
public sealed record MemberPlan(int StoredIndex, ValuePlan Value)
{
    /// <summary>Whether there is no such stored member.</summary>
    public bool IsAdded => StoredIndex < 0;
}

/// <summary>The content of a union, by its tag. The tag stays.</summary>
/// <param name="Cases">One per stored case.</param>
public sealed record UnionPlan(EquatableArray<CasePlan> Cases) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Cases.Any(single => single.Value.Changes(typeChanges));

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) =>
        new UnionPlan(Cases.Select(single => single with { Value = single.Value.Simplify(typeChanges) }).ToEquatableArray());
}

/// <summary>One case of a union.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="Value">What is done to its content.</param>
public sealed record CasePlan(int Tag, ValuePlan Value);

/// <summary>A named type, whose plan stands in <see cref="ValueMigration.Types"/>.</summary>
/// <param name="Index">Its index there.</param>
public sealed record ReferencePlan(int Index) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => typeChanges(Index);
}

/// <summary>The default of a type as it is stored: <see cref="NilDefault"/>, <see cref="ScalarDefault"/>, <see cref="ArrayDefault"/> or <see cref="MapDefault"/>.</summary>
public abstract record DefaultValue
{
    private protected DefaultValue()
    {
    }
}

/// <summary>Zero, false, the empty text, the first instant: what the scalar has for <c>default</c>, or for its simplest value.</summary>
/// <param name="Scalar">The scalar; that which an enum is made of.</param>
public sealed record ScalarDefault(string Scalar) : DefaultValue;

/// <summary>Nil: the default of what admits null, and the gaps between integer keys.</summary>
public sealed record NilDefault : DefaultValue
{
    private NilDefault()
    {
    }

    /// <summary>The only one.</summary>
    public static NilDefault Instance { get; } = new();
}

/// <summary>An array: an empty list or set, a tuple or a record of defaults.</summary>
/// <param name="Elements">Its elements.</param>
public sealed record ArrayDefault(EquatableArray<DefaultValue> Elements) : DefaultValue;

/// <summary>A map: an empty map, or a record of defaults under string keys.</summary>
/// <param name="Names">The names of the members.</param>
/// <param name="Values">As many defaults.</param>
public sealed record MapDefault(EquatableArray<string> Names, EquatableArray<DefaultValue> Values) : DefaultValue;
