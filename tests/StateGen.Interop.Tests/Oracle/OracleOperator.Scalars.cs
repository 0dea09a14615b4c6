using System.Numerics;

namespace StateGen.Interop.Tests.Oracle;

/// <summary>Keeps the types of <see cref="ScalarTable"/>.</summary>
internal sealed partial class OracleOperator
{
    [State(Copy = true)]
    internal partial One<bool>? OneBoolState { get; set; }

    [State(Copy = true)]
    internal partial One<byte>? OneByteState { get; set; }

    [State(Copy = true)]
    internal partial One<sbyte>? OneSbyteState { get; set; }

    [State(Copy = true)]
    internal partial One<short>? OneShortState { get; set; }

    [State(Copy = true)]
    internal partial One<ushort>? OneUshortState { get; set; }

    [State(Copy = true)]
    internal partial One<int>? OneIntState { get; set; }

    [State(Copy = true)]
    internal partial One<uint>? OneUintState { get; set; }

    [State(Copy = true)]
    internal partial One<long>? OneLongState { get; set; }

    [State(Copy = true)]
    internal partial One<ulong>? OneUlongState { get; set; }

    [State(Copy = true)]
    internal partial One<Int128>? OneInt128State { get; set; }

    [State(Copy = true)]
    internal partial One<UInt128>? OneUInt128State { get; set; }

    [State(Copy = true)]
    internal partial One<BigInteger>? OneBigIntegerState { get; set; }

    [State(Copy = true)]
    internal partial One<char>? OneCharState { get; set; }

    [State(Copy = true)]
    internal partial One<Half>? OneHalfState { get; set; }

    [State(Copy = true)]
    internal partial One<float>? OneFloatState { get; set; }

    [State(Copy = true)]
    internal partial One<double>? OneDoubleState { get; set; }

    [State(Copy = true)]
    internal partial One<decimal>? OneDecimalState { get; set; }

    [State(Copy = true)]
    internal partial One<string>? OneStringState { get; set; }

    [State(Copy = true)]
    internal partial One<ReadOnlyMemory<byte>>? OneReadOnlyMemoryByteState { get; set; }

    [State(Copy = true)]
    internal partial One<Guid>? OneGuidState { get; set; }

    [State(Copy = true)]
    internal partial One<DateTime>? OneDateTimeState { get; set; }

    [State(Copy = true)]
    internal partial One<DateTimeOffset>? OneDateTimeOffsetState { get; set; }

    [State(Copy = true)]
    internal partial One<TimeSpan>? OneTimeSpanState { get; set; }

    [State(Copy = true)]
    internal partial One<DateOnly>? OneDateOnlyState { get; set; }

    [State(Copy = true)]
    internal partial One<TimeOnly>? OneTimeOnlyState { get; set; }

    [State(Copy = true)]
    internal partial One<Uri>? OneUriState { get; set; }

    [State(Copy = true)]
    internal partial One<Version>? OneVersionState { get; set; }

    [State(Copy = true)]
    internal partial One<ByteEnum>? OneByteEnumState { get; set; }

    [State(Copy = true)]
    internal partial One<SByteEnum>? OneSByteEnumState { get; set; }

    [State(Copy = true)]
    internal partial One<ShortEnum>? OneShortEnumState { get; set; }

    [State(Copy = true)]
    internal partial One<UShortEnum>? OneUShortEnumState { get; set; }

    [State(Copy = true)]
    internal partial One<IntEnum>? OneIntEnumState { get; set; }

    [State(Copy = true)]
    internal partial One<UIntEnum>? OneUIntEnumState { get; set; }

    [State(Copy = true)]
    internal partial One<LongEnum>? OneLongEnumState { get; set; }

    [State(Copy = true)]
    internal partial One<ULongEnum>? OneULongEnumState { get; set; }

    [State(Copy = true)]
    internal partial One<Sides>? OneSidesState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<bool>? MaybeBoolState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<int>? MaybeIntState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<ulong>? MaybeUlongState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<Int128>? MaybeInt128State { get; set; }

    [State(Copy = true)]
    internal partial Maybe<UInt128>? MaybeUInt128State { get; set; }

    [State(Copy = true)]
    internal partial Maybe<BigInteger>? MaybeBigIntegerState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<char>? MaybeCharState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<Half>? MaybeHalfState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<double>? MaybeDoubleState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<decimal>? MaybeDecimalState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<Guid>? MaybeGuidState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<DateTime>? MaybeDateTimeState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<DateTimeOffset>? MaybeDateTimeOffsetState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<TimeSpan>? MaybeTimeSpanState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<DateOnly>? MaybeDateOnlyState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<TimeOnly>? MaybeTimeOnlyState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<ReadOnlyMemory<byte>>? MaybeReadOnlyMemoryByteState { get; set; }

    [State(Copy = true)]
    internal partial Maybe<IntEnum>? MaybeIntEnumState { get; set; }
}
