namespace StateGen.Generators.Tests.Agreement;

/// <summary>Edits of the states of an operator.</summary>
internal static class StateMutation
{
    /// <summary>Adds a state, or removes one.</summary>
    public static IReadOnlyList<RandomState> Apply(Random random, IReadOnlyList<RandomState> states)
    {
        var removed = random.Next(states.Count);
        return states.Count > 1 && random.Next(2) == 0 ? [.. states.Where((_, index) => index != removed)] : [.. states, RandomState.Create(random, NewName(random))];
    }

    /// <summary>Changes one.</summary>
    public static RandomState Apply(Random random, RandomState state) => random.Next(7) switch
    {
        0 => state with { Kind = random.Next(RandomState.Kinds) },
        1 => state with { DaysToLive = random.Next(3) },
        2 => state with { MapKey = RandomTypes.MapKey(random) },
        3 => state with { Name = NewName(random) },
        4 => state with { Name = NewName(random), FormerNames = [.. state.FormerNames, state.Name] },
        5 => state with { Type = RandomTypes.Change(random, state.Type, 0) },
        _ => state with { Type = RandomTypes.Change(random, state.Type, 0), UpgradedTypes = [.. state.UpgradedTypes, state.Type] },
    };

    // Few names, so that what went away comes back under its old one.
    private static string NewName(Random random) => $"S{random.Next(6)}";
}
