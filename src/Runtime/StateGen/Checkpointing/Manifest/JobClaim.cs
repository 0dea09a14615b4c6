namespace StateGen.Checkpointing.Manifest;

/// <summary>Says which job a storage belongs to; kept beside its checkpoints from the first start on.</summary>
/// <param name="FormatVersion">The version of the layout of the storage.</param>
/// <param name="JobId">The job.</param>
internal sealed record JobClaim(int FormatVersion, string JobId);
