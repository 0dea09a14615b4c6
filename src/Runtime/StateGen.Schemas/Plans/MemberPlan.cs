namespace StateGen.Schemas.Resolution.Plans;

/// <summary>Where a member of a record comes from.</summary>
/// <param name="StoredIndex">Its index among the stored members; -1 when it is new.</param>
/// <param name="Value">What is done to it; a <see cref="DefaultPlan"/> when it is new.</param>
public sealed record MemberPlan(int StoredIndex, ValuePlan Value)
{
    /// <summary>Whether there is no such stored member.</summary>
    public bool IsAdded => StoredIndex < 0;
}
