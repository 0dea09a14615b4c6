using StateGen.Schemas;

namespace StateGen.Engine.Jobs;

/// <summary>One use of an operator in a job.</summary>
/// <param name="Index">Its place among the job's operators, from 0.</param>
/// <param name="Schema">The schema, under the id of the use.</param>
/// <param name="Upgrades">What converts stored values of older shapes.</param>
/// <param name="RequiredBackend">The type of the backend that it requires; null where it runs on any.</param>
internal sealed record OperatorUse(int Index, OperatorSchema Schema, IReadOnlyList<StateUpgrade> Upgrades, Type? RequiredBackend)
{
    public string Id => Schema.OperatorId;
}
