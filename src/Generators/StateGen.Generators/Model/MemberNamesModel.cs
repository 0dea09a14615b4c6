namespace StateGen.Generators.Model;

/// <summary>The names of the members that are generated into an operator, chosen so that none of them is the user's.</summary>
internal sealed record MemberNamesModel
{
    public required string Schema { get; init; }

    public required string Definition { get; init; }

    public required string Rows { get; init; }

    public required string Slot { get; init; }

    public required string Row { get; init; }

    public required string Clock { get; init; }

    public required string LoadRow { get; init; }

    public required string RowType { get; init; }

    public required string RowCodecType { get; init; }
}
