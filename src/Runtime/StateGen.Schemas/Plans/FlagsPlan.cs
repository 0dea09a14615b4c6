namespace StateGen.Schemas.Resolution.Plans;

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
