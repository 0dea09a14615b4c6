namespace StateGen.Generators.Model;

/// <summary>A tuple or a pair of key and value. The names that a tuple gives to its elements are no part of it.</summary>
internal sealed record TupleShape : MemberwiseShape
{
    /// <summary>The number of elements before the one that holds the rest of a long tuple.</summary>
    public const int ElementsPerPart = 7;

    /// <summary>The types in C# from the tuple itself to its innermost rest; each holds up to seven of the elements.</summary>
    public required EquatableArray<string> Parts { get; init; }

    public override bool IsNamed => false;
}
