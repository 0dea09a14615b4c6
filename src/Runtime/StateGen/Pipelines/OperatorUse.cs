using StateGen.Schemas;

namespace StateGen.Pipelines;

/// <summary>One use of an operator in a job.</summary>
/// <param name="Index">Its place among the job's operators, from 0.</param>
/// <param name="Schema">The schema, under the id of the use.</param>
internal sealed record OperatorUse(int Index, OperatorSchema Schema)
{
    public string Id => Schema.OperatorId;
}
