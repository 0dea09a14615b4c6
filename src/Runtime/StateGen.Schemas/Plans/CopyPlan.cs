namespace StateGen.Schemas.Resolution.Plans;

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
