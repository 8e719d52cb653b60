//! A network's file → a function from numbers to numbers. Only the operators that our networks use are compiled in.

use rten::{Model, ModelOptions, Value, op_registry};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use sha2::Digest as _;

use crate::error::{Error, ErrorKind, Result};

/// A network, ready to run.
pub(super) struct Net(Model);

/// What a network's file must be, to the byte: one that was changed would read something else.
pub(super) type Sha256 = [u8; 32];

/// Numbers with their shape, row-major.
pub(super) struct Grid {
    pub shape: Vec<usize>,
    pub data: Vec<f32>,
}

/// The bytes, if they are those that were meant.
pub(super) fn genuine<'a>(bytes: &'a [u8], digest: &Sha256) -> Result<&'a [u8]> {
    if sha2::Sha256::digest(bytes).as_slice() != digest {
        return Err(Error::new(ErrorKind::Resource, "a network's file is not the one that belongs here"));
    }
    Ok(bytes)
}

impl Net {
    /// Reads an ONNX file.
    pub fn load(bytes: &[u8], digest: &Sha256) -> Result<Self> {
        let ops = op_registry!(
            Add,
            AveragePool,
            BatchNormalization,
            Concat,
            Conv,
            ConvTranspose,
            DequantizeLinear,
            Div,
            Erf,
            Flatten,
            GlobalAveragePool,
            HardSigmoid,
            MatMul,
            MaxPool,
            Mul,
            Pow,
            ReduceMean,
            Relu,
            Reshape,
            Resize,
            Shape,
            Sigmoid,
            Slice,
            Softmax,
            Sqrt,
            Squeeze,
            Sub,
            Transpose,
            Unsqueeze
        );
        ModelOptions::with_ops(ops)
            .load(genuine(bytes, digest)?.to_vec())
            .map(Self)
            .map_err(|e| Error::new(ErrorKind::Resource, "a network's file cannot be read").because(e))
    }

    /// Runs the network on one input of four dimensions.
    pub fn run(&self, shape: [usize; 4], data: Vec<f32>) -> Result<Grid> {
        if shape.iter().product::<usize>() != data.len() {
            return Err(Error::internal("a network's input does not fit its shape"));
        }
        let value: Value = self
            .0
            .run_one(NdTensor::from_data(shape, data).into(), None)
            .map_err(|e| Error::internal("a network could not be run").because(e))?;
        let out: Tensor<f32> =
            value.try_into().map_err(|_| Error::internal("a network answers with another type"))?;
        Ok(Grid { shape: out.shape().to_vec(), data: out.into_data() })
    }
}
