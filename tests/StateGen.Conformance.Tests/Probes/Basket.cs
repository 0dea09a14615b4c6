namespace StateGen.Conformance.Tests.Probes;

/// <summary>A class that can be changed in place.</summary>
public sealed class Basket
{
    public int Count { get; set; }

    public Dictionary<string, int> Prices { get; set; } = [];
}
