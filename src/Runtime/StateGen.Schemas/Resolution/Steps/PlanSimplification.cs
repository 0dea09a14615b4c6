using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>Finds what does not change at all, recursive types included, so that whole subtrees are copied as bytes.</summary>
internal static class PlanSimplification
{
    public static ValueMigration Simplify(ValuePlan root, IReadOnlyList<ValuePlan> types)
    {
        var changing = FindChanging(types);
        bool Changes(int index) => changing[index];
        return new(root.Simplify(Changes), root.Changes(Changes) ? types.Select(type => type.Simplify(Changes)).ToEquatableArray() : []);
    }

    // From below: a type changes when something in it does, and at first nothing is known to.
    private static bool[] FindChanging(IReadOnlyList<ValuePlan> types)
    {
        var changing = new bool[types.Count];
        for (var found = true; found;)
        {
            found = false;
            for (var index = 0; index < types.Count; index++)
            {
                if (changing[index] || !types[index].Changes(type => changing[type]))
                    continue;
                changing[index] = true;
                found = true;
            }
        }

        return changing;
    }
}
