namespace StateGen.Schemas.Resolution.Plans;

/// <summary>Nil: the default of what admits null, and the gaps between integer keys.</summary>
public sealed record NilDefault : DefaultValue
{
    private NilDefault()
    {
    }

    /// <summary>The only one.</summary>
    public static NilDefault Instance { get; } = new();
}
