namespace StateGen.Generators.Tests.Harness;

/// <summary>Tests that run after all others, one by one.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class AloneDefinition
{
    public const string Name = "Alone";
}
