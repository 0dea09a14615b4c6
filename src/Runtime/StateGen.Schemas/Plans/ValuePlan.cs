namespace StateGen.Schemas.Resolution.Plans;

/// <summary>
/// Describes the conversion of one stored value, which is a MessagePack value in one shape, into the next shape. Immutable, with value equality.
/// Nil stays nil in every plan except <see cref="DefaultIfNilPlan"/>; no other value becomes nil, except in <see cref="NilIfDefaultPlan"/>.
/// </summary>
public abstract record ValuePlan
{
    private protected ValuePlan()
    {
    }

    /// <summary>Determines whether the bytes may change.</summary>
    /// <param name="typeChanges">The answer to the same question for the named type of a given index.</param>
    internal abstract bool Changes(Func<int, bool> typeChanges);

    /// <summary>Returns the same plan with <see cref="CopyPlan"/> for every part that does not change.</summary>
    /// <param name="typeChanges">A function that determines whether the bytes of the named type of a given index may change.</param>
    internal ValuePlan Simplify(Func<int, bool> typeChanges) => Changes(typeChanges) ? SimplifyParts(typeChanges) : CopyPlan.Instance;

    private protected virtual ValuePlan SimplifyParts(Func<int, bool> typeChanges) => this;
}

/// <summary>Copies the bytes of the value, with everything inside it.</summary>
public sealed record CopyPlan : ValuePlan
{
    private CopyPlan()
    {
    }

    /// <summary>Gets the only instance.</summary>
    public static CopyPlan Instance { get; } = new();

    internal override bool Changes(Func<int, bool> typeChanges) => false;
}

/// <summary>Converts a scalar to another scalar.</summary>
/// <param name="Conversion">The conversion.</param>
public sealed record ConvertPlan(ScalarConversion Conversion) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;
}

/// <summary>Specifies the conversions between scalars that lose nothing and change bytes. Integers of up to 64 bits are MessagePack integers.</summary>
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

    /// <summary>An integer to <c>int128le</c>.</summary>
    IntegerToInt128LittleEndian = 14,

    /// <summary>An integer to <c>uint128le</c>.</summary>
    IntegerToUInt128LittleEndian = 15,

    /// <summary><c>int128le</c> to <c>biginteger</c>.</summary>
    Int128LittleEndianToBigInteger = 16,

    /// <summary><c>uint128le</c> to <c>biginteger</c>.</summary>
    UInt128LittleEndianToBigInteger = 17,

    /// <summary><c>int128</c> to <c>int128le</c>, <c>uint128</c> to <c>uint128le</c>, or back: the same bytes in the opposite order.</summary>
    ReverseInt128 = 18,
}

/// <summary>Converts the number of an enum member to the number that the same name has in the next shape. Numbers without a name stay as they are.</summary>
/// <param name="Numbers">The numbers that change.</param>
/// <param name="IsUnsigned">true if the numbers are those of a <c>uint64</c>, held as the <c>long</c> of the same bits; otherwise, false.</param>
public sealed record EnumPlan(EquatableArray<NumberMapping> Numbers, bool IsUnsigned) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;
}

/// <summary>Converts each flag that is set to the flag of the same name in the next shape. Bits without a name stay as they are.</summary>
/// <param name="Flags">The single bits that change.</param>
/// <param name="Mask">The bits that the stored type has.</param>
/// <param name="IsUnsigned">true if the numbers are those of a <c>uint64</c>, held as the <c>long</c> of the same bits; otherwise, false.</param>
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

/// <summary>A number of an enum and the number that replaces it. A <c>uint64</c> is held as the <c>long</c> of the same bits.</summary>
/// <param name="Stored">The stored number.</param>
/// <param name="Declared">The number in the next shape.</param>
public sealed record NumberMapping(long Stored, long Declared);

/// <summary>Writes a default and reads nothing.</summary>
/// <param name="Default">The default.</param>
public sealed record DefaultPlan(DefaultValue Default) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;
}

/// <summary>Converts a default to nil: in a row, the default stands for a value that was never set, and the next shape distinguishes the two.</summary>
/// <param name="Value">The plan for every other value.</param>
/// <param name="Default">The default that becomes nil.</param>
public sealed record NilIfDefaultPlan(ValuePlan Value, DefaultValue Default) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => this with { Value = Value.Simplify(typeChanges) };
}

/// <summary>Converts nil to a default, because the next shape does not admit null.</summary>
/// <param name="Value">The plan for every other value.</param>
/// <param name="Default">The default that replaces nil.</param>
public sealed record DefaultIfNilPlan(ValuePlan Value, DefaultValue Default) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => this with { Value = Value.Simplify(typeChanges) };
}

/// <summary>Converts the elements of a list or set.</summary>
/// <param name="Element">The plan for each element.</param>
public sealed record ListPlan(ValuePlan Element) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Element.Changes(typeChanges);

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => new ListPlan(Element.Simplify(typeChanges));
}

/// <summary>Converts the entries of a map that is part of a value.</summary>
/// <param name="Key">The plan for each key; different keys stay different.</param>
/// <param name="Value">The plan for each value.</param>
public sealed record MapPlan(ValuePlan Key, ValuePlan Value) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Key.Changes(typeChanges) || Value.Changes(typeChanges);

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => new MapPlan(Key.Simplify(typeChanges), Value.Simplify(typeChanges));
}

/// <summary>Converts the elements of a tuple, which keep their number and order.</summary>
/// <param name="Elements">The plan for each element.</param>
public sealed record TuplePlan(EquatableArray<ValuePlan> Elements) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Elements.Any(element => element.Changes(typeChanges));

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) =>
        new TuplePlan(Elements.Select(element => element.Simplify(typeChanges)).ToEquatableArray());
}

/// <summary>Converts the members of a record and moves them from their places in the stored shape to their places in the next shape.</summary>
/// <param name="Stored">The layout of the stored record.</param>
/// <param name="Declared">The layout of the written record.</param>
/// <param name="Members">One plan per declared member, in the order in which the members are written.</param>
public sealed record RecordPlan(RecordLayout Stored, RecordLayout Declared, EquatableArray<MemberPlan> Members) : ValuePlan
{
    /// <summary>Gets a value indicating whether the stored members are used in their stored order, so that they can be read one after the other.</summary>
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

/// <summary>The layout of the members of a record: positions in an array, with nil in the gaps, or names in a map.</summary>
/// <param name="Length">The length of the array; for a map, the number of members.</param>
/// <param name="Positions">The position of each member in the array, from 0; empty for a map.</param>
/// <param name="Names">The name of each member in the map; empty for an array.</param>
public sealed record RecordLayout(int Length, EquatableArray<int> Positions, EquatableArray<string> Names)
{
    /// <summary>Gets a value indicating whether the members are stored under names.</summary>
    public bool IsMap => Names.Count > 0;

    /// <summary>Returns the position of a member in the array, or its place among the entries of the map.</summary>
    /// <param name="member">The index of the member.</param>
    public int PositionOf(int member) => IsMap ? member : Positions[member];

    /// <summary>Determines the layout of a record.</summary>
    /// <param name="record">The shape of the record.</param>
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

/// <summary>The plan for one declared member of a record.</summary>
/// <param name="StoredIndex">The index of the member among the stored members; -1 if the member is new.</param>
/// <param name="Value">The plan for the value of the member; a <see cref="DefaultPlan"/> if the member is new.</param>
public sealed record MemberPlan(int StoredIndex, ValuePlan Value)
{
    /// <summary>Gets a value indicating whether the member is new, so that no stored member belongs to it.</summary>
    public bool IsAdded => StoredIndex < 0;
}

/// <summary>Converts the content of a union, depending on its tag. The tag does not change.</summary>
/// <param name="Cases">One plan per stored case.</param>
public sealed record UnionPlan(EquatableArray<CasePlan> Cases) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Cases.Any(single => single.Value.Changes(typeChanges));

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) =>
        new UnionPlan(Cases.Select(single => single with { Value = single.Value.Simplify(typeChanges) }).ToEquatableArray());
}

/// <summary>The plan for one case of a union.</summary>
/// <param name="Tag">The tag of the case.</param>
/// <param name="Value">The plan for the content of the case.</param>
public sealed record CasePlan(int Tag, ValuePlan Value);

/// <summary>Refers to the plan of a named type in <see cref="ValueMigration.Types"/>.</summary>
/// <param name="Index">The index of the plan.</param>
public sealed record ReferencePlan(int Index) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => typeChanges(Index);
}

/// <summary>
/// The default of a type in its stored form: <see cref="NilDefault"/>, <see cref="ScalarDefault"/>, <see cref="ArrayDefault"/> or <see cref="MapDefault"/>.
/// </summary>
public abstract record DefaultValue
{
    private protected DefaultValue()
    {
    }
}

/// <summary>The <c>default</c> of a scalar, or its simplest value: zero, false, the empty text, the first instant.</summary>
/// <param name="Scalar">The scalar; for an enum, its underlying type.</param>
public sealed record ScalarDefault(string Scalar) : DefaultValue;

/// <summary>Nil: the default of a type that admits null, and the content of the gaps between integer keys.</summary>
public sealed record NilDefault : DefaultValue
{
    private NilDefault()
    {
    }

    /// <summary>Gets the only instance.</summary>
    public static NilDefault Instance { get; } = new();
}

/// <summary>An array: an empty list or set, or a tuple or record of defaults.</summary>
/// <param name="Elements">The elements of the array.</param>
public sealed record ArrayDefault(EquatableArray<DefaultValue> Elements) : DefaultValue;

/// <summary>A map: an empty map, or a record of defaults under string keys.</summary>
/// <param name="Names">The names of the members.</param>
/// <param name="Values">The defaults of the members, one per name.</param>
public sealed record MapDefault(EquatableArray<string> Names, EquatableArray<DefaultValue> Values) : DefaultValue;
