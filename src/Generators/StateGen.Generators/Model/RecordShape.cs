namespace StateGen.Generators.Model;

/// <summary>A record, struct or class of the user.</summary>
internal sealed record RecordShape : MemberwiseShape
{
    /// <summary>Whether members of an object can be set after construction.</summary>
    public required bool IsSettable { get; init; }

    public override bool IsMutable => IsSettable || base.IsMutable;
}
