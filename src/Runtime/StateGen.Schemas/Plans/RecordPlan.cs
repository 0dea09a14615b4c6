namespace StateGen.Schemas.Resolution.Plans;

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
