namespace StateGen.Evolution.Tests;

/// <summary>A change of a type: what the old code stored, and what the new code must make of it.</summary>
/// <param name="Name">An identifier: the namespace of the types, and the name of the case in test results.</param>
/// <param name="Old">The type in the old code.</param>
/// <param name="New">The type in the new code.</param>
/// <param name="OldTypes">Declarations that the old type needs.</param>
/// <param name="NewTypes">Declarations that the new type needs.</param>
internal sealed record Change(string Name, string Old, string New, string OldTypes = "", string NewTypes = "")
{
    /// <summary>Old values as C# expressions, and what the new code reads, as <see cref="Show"/> prints it.</summary>
    public (string Stored, string Read)[] Values { get; init; } = [];

    /// <summary>What the refusal must name: the member or type to blame, the stored shape, the declared shape. Null where the change is allowed.</summary>
    public (string? Member, string Stored, string Declared)? Refused { get; init; }

    /// <summary>What stands in <c>[State(…)]</c> of the new code.</summary>
    public string NewOptions { get; init; } = "";

    /// <summary>Whether the old and the new type are classes, which a value state must declare nullable.</summary>
    public bool IsClass { get; init; } = true;

    /// <summary>Only where the state itself has the changed type; for what belongs to the state, not to the type.</summary>
    public bool IsOfState { get; init; }

    /// <summary>The values that can stand at a position: a list takes no null.</summary>
    public (string Stored, string Read)[] ValuesAt(Position position) =>
        position == Position.List ? [.. Values.Where(value => value.Stored != "null")] : Values;

    public override string ToString() => Name;
}
