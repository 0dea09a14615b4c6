namespace StateGen.Generators.Model;

/// <summary>One <c>IStateUpgrade&lt;TOld, TNew&gt;</c> of a <c>[State(Upgrade = …)]</c>.</summary>
internal sealed record UpgradeModel
{
    /// <summary>The stable name of the state.</summary>
    public required string StateName { get; init; }

    /// <summary>The type that implements the interface, in C#, fully qualified.</summary>
    public required string UpgradeType { get; init; }

    /// <summary>What it reads.</summary>
    public required TypeUse Old { get; init; }

    /// <summary>What it returns: the type of the state's values.</summary>
    public required TypeUse New { get; init; }
}
